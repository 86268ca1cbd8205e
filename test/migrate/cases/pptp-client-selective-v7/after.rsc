# 2025-03-02 10:11:12 by RouterOS 7.16.2
# software id = ABCD-EF12
#
# model = RB5009UG+S+
# serial number = HXX0000XXXX
/interface bridge
add name=bridge-lan
/interface ethernet
set [ find default-name=ether1 ] name=ether1-wan
/interface wireguard
add comment="TorGuard exit NL" listen-port=13231 mtu=1420 name=wg-TorGuard
/interface list
add name=WAN
add name=LAN
add name=VPN
/routing table
add disabled=no fib name=VPN
/interface bridge port
add bridge=bridge-lan interface=ether2
/interface list member
add interface=ether1-wan list=WAN
add interface=bridge-lan list=LAN
add interface=wg-TorGuard list=VPN
/interface wireguard peers
add allowed-address=0.0.0.0/0 comment="TorGuard exit NL" endpoint-address=\
    198.51.100.21 endpoint-port=51820 interface=wg-TorGuard \
    persistent-keepalive=25s public-key=\
    "KONoJLsNPMBP6lZcYqxFG4Keib0Ehkqn8oUGCUH+bPM="
/ip address
add address=192.168.88.1/24 interface=bridge-lan network=192.168.88.0
add address=10.13.128.5/32 interface=wg-TorGuard network=10.13.128.5
/ip dhcp-client
add interface=ether1-wan
/ip firewall address-list
add address=192.168.88.50 comment=tv list=vpn-hosts
add address=192.168.88.51 comment=nas list=vpn-hosts
/ip firewall filter
add action=accept chain=input connection-state=established,related,untracked
add action=drop chain=input connection-state=invalid
add action=accept chain=input protocol=icmp
add action=drop chain=input in-interface-list=!LAN
add action=fasttrack-connection chain=forward connection-mark=no-mark \
    connection-state=established,related hw-offload=yes
add action=accept chain=forward connection-state=\
    established,related,untracked
add action=drop chain=forward connection-state=invalid
add action=drop chain=forward connection-nat-state=!dstnat connection-state=new \
    in-interface-list=WAN
add action=drop chain=forward comment="nothing new from the VPN side" \
    connection-state=new in-interface-list=VPN
/ip firewall mangle
add action=mark-connection chain=prerouting comment=\
    "VPN hosts: keep out of fasttrack" connection-mark=no-mark \
    dst-address-type=!local new-connection-mark=VPN-conn passthrough=yes \
    src-address-list=vpn-hosts
add action=mark-routing chain=prerouting comment="VPN hosts" \
    dst-address-type=!local new-routing-mark=VPN passthrough=no \
    src-address-list=vpn-hosts
add action=change-mss chain=forward comment="wg-TorGuard MSS" new-mss=1380 \
    out-interface=wg-TorGuard passthrough=yes protocol=tcp tcp-flags=syn \
    tcp-mss=1381-65535
add action=change-mss chain=forward comment="wg-TorGuard MSS" in-interface=\
    wg-TorGuard new-mss=1380 passthrough=yes protocol=tcp tcp-flags=syn \
    tcp-mss=1381-65535
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
add action=masquerade chain=srcnat comment="TorGuard NAT" out-interface=\
    wg-TorGuard
/ip route
add comment="VPN default" disabled=no distance=1 dst-address=0.0.0.0/0 \
    gateway=wg-TorGuard routing-table=VPN scope=30 suppress-hw-offload=no \
    target-scope=10
/ip service
set telnet disabled=yes
set ftp disabled=yes
set www disabled=yes
set api disabled=yes
set api-ssl disabled=yes
/ip ssh
set strong-crypto=yes
/tool netwatch
add comment="restart VPN" disabled=no down-script="/interface pptp-client disa\
    ble TorGuard-PPTP\r\
    \n:delay 5s\r\
    \n/interface pptp-client enable TorGuard-PPTP" host=10.99.0.1 interval=1m \
    timeout=1s type=simple
