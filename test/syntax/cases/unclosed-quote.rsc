/ip firewall filter
add chain=input comment="open action=drop
add chain=forward comment="closed" action=accept
/ip route
add gateway=10.0.0.1 comment="x"
