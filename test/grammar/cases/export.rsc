# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = ABCD-1234
#
# model = RB5009UG+S+
/interface bridge
add admin-mac=48:8F:5A:00:00:01 auto-mac=no name=bridge1
/interface ethernet
set [ find default-name=ether1 ] comment="WAN # not a comment" l2mtu=1598
/interface pptp-client
add comment="TorGuard NL" connect-to=203.0.113.77 disabled=no name=TorGuard-PPTP \
    user=tg-user
/ip pool
add name=dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add address-pool=dhcp interface=bridge1 lease-time=1d12h30m name=dhcp1
/ip firewall filter
add action=accept chain=input connection-state=established,related,!new protocol=tcp dst-port=22,80-443
add action=drop chain=input in-interface-list=!LAN log-prefix=""
/ip firewall nat
add action=masquerade chain=srcnat comment=TorGuard out-interface=\
    TorGuard-\
    PPTP
/ip route
add blackhole distance=1 dst-address=0.0.0.0/0 gateway=10.0.0.1%ether1 !routing-table
/ipv6 address
add address=fd00:1::1/64 advertise=no interface=*17
/routing bgp template
set default afi=ip input.filter=IN .limit=0x10 timeout=00:05:00
/system script
add name=up owner=admin source="# poll\r\
    \n:local name \"ether\$i\"\r\
    \n/ip route set [find comment=\"wan\"] distance=10\r\
    \n:if (\$x > 1) do={ :log warning \"down\\n\" }"
#error exporting "/ip/ssh" (timeout)
/ip/firewall/address-list/add address=10.0.0.0/8 list=private
