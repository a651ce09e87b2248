1 2 'first|f a:1 b:0.5
-1 third|f a:-1 b:0.2
1 0.5 |f a:0.5 b
-1 |f b:-1
 |f a:1 b:1
