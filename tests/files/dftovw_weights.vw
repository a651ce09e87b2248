1 1.0 | length:5.1 width:3.5
1 0.5 | length:4.9 width:3.0
-1 2.0 | length:6.3 width:3.3
-1 1.0 | length:5.8 width:2.7
-1 0.25 | length:7.1 width:3.0
1 1.0 | length:4.7 width:3.2
