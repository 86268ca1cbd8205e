# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = XXXX-XXXX
#
# model = RB5009UG+S+
# serial number = 000000000000
/interface bridge
add name=bridge1
/interface list
add name=WAN
add name=LAN
/ip ipsec mode-config
add connection-mark=vpn-conn name=ike2-TorGuard responder=no
/ip ipsec policy group
add name=ike2-TorGuard
/ip ipsec profile
add dh-group=ecp256,modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \
    name=ike2-TorGuard prf-algorithm=sha256
/ip ipsec peer
add address=203.0.113.77/32 comment="TorGuard NL" exchange-mode=ike2 name=\
    ike2-TorGuard profile=ike2-TorGuard
/ip ipsec proposal
add auth-algorithms=sha256 enc-algorithms=aes-256-gcm,aes-256-cbc name=\
    ike2-TorGuard pfs-group=modp2048
/ip pool
add name=dhcp ranges=192.168.88.10-192.168.88.254
/ip dhcp-server
add address-pool=dhcp interface=bridge1 name=dhcp1
/interface bridge port
add bridge=bridge1 interface=ether2
add bridge=bridge1 interface=ether3
/interface list member
add interface=ether1 list=WAN
add interface=bridge1 list=LAN
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
add action=change-mss chain=forward comment="IKEv2 hosts MSS" \
    connection-mark=vpn-conn new-mss=1360 passthrough=yes protocol=tcp \
    tcp-flags=syn tcp-mss=1361-65535
/ip firewall nat
add action=masquerade chain=srcnat comment="defconf: masquerade" \
    out-interface=ether1
/ip ipsec identity
add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=\
    port-strict mode-config=ike2-TorGuard password=<EAP-PASSWORD> peer=\
    ike2-TorGuard policy-template-group=ike2-TorGuard username=tg-user
/ip ipsec policy
add dst-address=0.0.0.0/0 group=ike2-TorGuard proposal=ike2-TorGuard \
    src-address=0.0.0.0/0 template=yes
/system identity
set name=gw
/tool netwatch
add down-script=":log warning \"TorGuard-PPTP down\"" host=10.8.0.1 interval=30s
