# Writes the files of this folder that R wrote. Run in this folder.
frame <- data.frame(
  length = c(5.1, 4.9, 6.3, 5.8, 7.1, 4.7),
  width = c(3.5, 3.0, 3.3, 2.7, 3.0, 3.2),
  kind = c("setosa", "setosa", "virginica", "virginica", "virginica", "setosa")
)
write.csv(frame, "r_csv.csv")
write.csv(frame, "r_csv_plain.csv", row.names = FALSE, quote = FALSE)
write.csv2(frame, "r_csv2.csv")
write.table(frame, "r_table.txt")
write.table(frame, "r_table_tab.txt", sep = "\t", quote = FALSE, row.names = FALSE)
write.csv(iris[c(1:20, 51:70, 101:105), ], "r_iris.csv")
write.csv(mtcars[, c("mpg", "wt", "am")], "r_mtcars.csv")
write.table(infert[c(1:30, 84:113), c("age", "parity", "case")], "r_infert.txt")
