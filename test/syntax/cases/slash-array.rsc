/local x {1;2}
/global y {a=1;"b"=2}
/put {1;2}
/ip pool { print }
