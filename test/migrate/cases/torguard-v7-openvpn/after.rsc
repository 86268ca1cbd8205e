# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = XXXX-XXXX
#
# model = RB5009UG+S+
# serial number = 000000000000
/interface bridge
add name=bridge1
/interface ovpn-client
add auth=sha256 certificate=<CLIENT-CERTIFICATE> cipher=aes256-cbc comment=\
    "TorGuard NL" connect-to=203.0.113.77 disabled=no name=ovpn-TorGuard \
    port=1194 protocol=udp route-nopull=yes tls-version=only-1.2 user=tg-user \
    verify-server-certificate=yes
/interface list
add name=WAN
add name=LAN
/ip pool
add name=dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add address-pool=dhcp interface=bridge1 name=dhcp1
/routing table
add fib name=VPN
/interface bridge port
add bridge=bridge1 interface=ether2
add bridge=bridge1 interface=ether3
/interface list member
add interface=ether1 list=WAN
add interface=bridge1 list=LAN
add interface=ovpn-TorGuard list=WAN
/ip address
add address=192.168.88.1/24 interface=bridge1 network=192.168.88.0
/ip dhcp-client
add interface=ether1
/ip dhcp-server network
add address=192.168.88.0/24 dns-server=192.168.88.1 gateway=192.168.88.1
/ip firewall address-list
add address=192.168.88.40 list=via-vpn
add address=192.168.88.41 comment="media box" list=via-vpn
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=drop chain=input in-interface-list=!LAN
add action=fasttrack-connection chain=forward connection-mark=no-mark \
    connection-state=established,related hw-offload=yes
add action=accept chain=forward connection-state=established,related,untracked
add action=drop chain=forward connection-state=invalid
/ip firewall mangle
add action=mark-connection chain=prerouting connection-state=new \
    dst-address-type=!local new-connection-mark=vpn-conn passthrough=yes \
    src-address-list=via-vpn
add action=mark-routing chain=prerouting comment="devices through TorGuard" \
    connection-mark=vpn-conn in-interface=bridge1 new-routing-mark=VPN \
    passthrough=no
/ip firewall nat
add action=masquerade chain=srcnat comment="defconf: masquerade" \
    out-interface=ether1
add action=masquerade chain=srcnat comment=TorGuard out-interface=\
    ovpn-TorGuard
/ip route
add comment="via TorGuard" disabled=no distance=1 dst-address=0.0.0.0/0 \
    gateway=ovpn-TorGuard routing-table=VPN scope=30 target-scope=10
/system identity
set name=gw
/tool netwatch
add down-script=":log warning \"TorGuard-PPTP down\"" host=10.8.0.1 interval=30s
