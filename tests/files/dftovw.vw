1 |f length:5.1 width:3.5
1 |f length:4.9 width:3.0
-1 |f length:6.3 width:3.3
-1 |f length:5.8 width:2.7
-1 |f length:7.1 width:3.0
1 |f length:4.7 width:3.2
