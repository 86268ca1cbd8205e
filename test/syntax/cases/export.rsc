# 2024-05-06 07:08:09 by RouterOS 7.14.3
# software id =
#
/interface ethernet
set [ find default-name=ether1 ] comment="to \"ISP\"" name=ether1-wan
set [ find default-name=ether2 ] !mac-address disabled=yes
/ip firewall filter
# in/out-interface matcher not possible when interface (ether9) is slave
add action=accept chain=input comment="established" connection-state=\
    established,related in-interface=\
    ether1-wan
add action=drop chain=forward dst-address=!10.0.0.0/8 src-address-list=""
add chain=veryl\
    ong protocol=tcp src-port=1024-65535
/ip route
add gateway=10.0.0.1@main blackhole routing-table=*1F
/routing bgp connection
add local.address=10.0.0.1 .role=ebgp name=a
/system script
add name=job source=":local a \"x\"\r\
    \n:put \$a\r\
    \n\_done"
