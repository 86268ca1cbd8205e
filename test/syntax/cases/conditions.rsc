/ip address print where network = 10.0.0.0 and !disabled
:foreach i in=[find where name~"a" or (comment=b and !dynamic)] do={ remove $i }
/log print where message ~ "x" topics!=info
/ip route find where active dst-address=0.0.0.0/0
/ip address print where (network + 1) = 10.0.0.1
[find rx-byte>100 .id=*A]
