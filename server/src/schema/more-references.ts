/**
 * Properties that name objects beside those of data/references.ts: of 6.x, of hardware, and of scripts that are
 * called by name. Source: the manual's pages of the menus, and exports that give these properties names the same
 * file defines. Where both say something of a property, this counts. Format: references.ts.
 */
export const MORE_REFERENCES = `
/app network:iface?
/app/settings lan-bridge:bridge?
/caps-man/access-list interface:iface,iface-list
/caps-man/configuration datapath.interface-list:iface-list
/caps-man/security tls-certificate:certificate
/certificate/scep-server next-ca-cert:certificate
/interface/bridge/calea packet-mark:mark-packet
/interface/bridge/port-controller bridge:bridge cascade-ports:iface* switch:switch
/interface/bridge/port-extender control-ports:iface* excluded-ports:iface* switch:switch
/interface/ethernet master-port:iface
/interface/ethernet/switch mirror-egress-target:iface? mirror-source:iface? mirror-target:iface? switch-all-ports:iface?
/interface/ethernet/switch/acl mirror-to-ports:iface* new-dst-ports:iface* src-ports:iface*
/interface/ethernet/switch/egress-vlan-tag tagged-ports:iface*
/interface/ethernet/switch/egress-vlan-translation ports:iface*
/interface/ethernet/switch/host ports:iface*
/interface/ethernet/switch/ingress-vlan-translation ports:iface*
/interface/ethernet/switch/rule mirror-ports:iface* new-dst-ports:iface*
/interface/ethernet/switch/trunk member-ports:iface*
/interface/l2tp-server user:ppp-secret?
/interface/ovpn-server user:ppp-secret?
/interface/pppoe-server user:ppp-secret?
/interface/pptp-server user:ppp-secret?
/interface/sstp-server user:ppp-secret?
/interface/vrrp group-authority:iface? group-master:iface? on-backup:script on-fail:script on-master:script
/interface/w60g put-stations-in-bridge:bridge
/interface/w60g/station parent:iface put-in-bridge:bridge
/interface/wifi/access-list interface:iface,iface-list
/interface/wifi/cap mld-datapath:wifi-dp
/interface/wifi/network datapath.bridge:bridge
/interface/wifi/security eap-tls-certificate:certificate owe-transition-interface:iface?
/interface/wireless/access-list interface:iface,iface-list
/interface/wireless interworking-profile:wl-iw wds-default-bridge:bridge
/interface/wireless/nstreme-dual rx-radio:iface? tx-radio:iface?
/interface/wireless/wds master-interface:iface
/iot/lora/servers certificate:certificate
/iot/wiliot/servers certificate:certificate
/ip/dhcp-client script:script
/ip/dhcp-server insert-queue-before:queue-simple? lease-script:script
/ip/dhcp-server/alert on-alert:script
/ip/dhcp-server/lease insert-queue-before:queue-simple?
/ip/dhcp-server/matcher address-pool:pool4 option-set:dhcp4-option-set server:dhcp4-server
/ip/dns/static address-list:addr-list4,addr-list6
/ip/firewall/calea connection-mark:mark-conn dst-address-list:addr-list4 packet-mark:mark-packet src-address-list:addr-list4
/ip/firewall/filter routing-table:routing-table
/ip/firewall/nat routing-table:routing-table
/ip/hotspot/user/profile incoming-filter:chain incoming-packet-mark:mark-packet insert-queue-before:queue-simple? on-login:script on-logout:script outgoing-filter:chain outgoing-packet-mark:mark-packet
/ip/hotspot/walled-garden/ip dst-address-list:addr-list4 src-address-list:addr-list4
/ip/ipsec/identity notrack-chain:chain
/ip/ipsec/key/psk peer:ipsec-peer
/ip/ipsec/key/qkd certificate:certificate
/ip/ipsec/mode-config connection-mark:mark-conn
/ip/ipsec/peer certificate:certificate key:ipsec-key mode-config:ipsec-mode-config notrack-chain:chain policy-template-group:ipsec-group remote-certificate:certificate remote-key:ipsec-key
/ip/kid-control/device user:kid
/ip/reverse-proxy certificate:certificate vrf:vrf
/ip/route/rule interface:iface
/ip/route/vrf interfaces:iface*
/ipv6/dhcp-client dhcp-options:dhcp6c-option* prefix-address-lists:addr-list6* script:script
/ipv6/dhcp-server address-lists:addr-list6* binding-script:script insert-queue-before:queue-simple? parent-queue:queue-parent
/ipv6/dhcp-server/binding address-lists:addr-list6* dhcp-option:dhcp6-option* insert-queue-before:queue-simple? parent-queue:queue-parent prefix-pool:pool6
/ipv6/dhcp-server/option/sets options:dhcp6-option*
/ipv6/pool from-pool:pool6
/lcd/interface interface:iface
/lcd/interface/pages interfaces:iface*
/lora/servers certificate:certificate
/openflow certificate:certificate
/openflow/port interface:iface
/ppp/profile address-list:addr-list4,addr-list6* incoming-filter:chain insert-queue-before:queue-simple? on-down:script on-up:script outgoing-filter:chain
/routing/bfd/interface interface:iface
/routing/bgp/aggregate advertise-filter:filter-chain attribute-filter:filter-chain instance:bgp-instance suppress-filter:filter-chain
/routing/bgp/connection input.accept-nlri:addr-list4,addr-list6 output.network:addr-list4,addr-list6
/routing/bgp/evpn instance:bgp-instance
/routing/bgp/instance out-filter:filter-chain
/routing/bgp/instance/vrf in-filter:filter-chain instance:bgp-instance out-filter:filter-chain routing-mark:routing-table
/routing/bgp/peer interface:iface update-source:iface?
/routing/bgp/template output.filter-select:filter-select output.network:addr-list4,addr-list6
/routing/bgp/vpls bridge:bridge interface-list:iface-list
/routing/bgp/vpn export.filter-chain:filter-chain export.filter-select:filter-select import.filter-chain:filter-chain
/routing/filter match-chain:filter-chain routing-mark:routing-table set-in-nexthop-direct:iface* set-routing-mark:routing-table
/routing/isis/instance in-filter-chain:filter-chain l1.out-filter-chain:filter-chain l1.out-filter-select:filter-select l2.out-filter-chain:filter-chain l2.out-filter-select:filter-select
/routing/ospf-v3/area instance:ospf3-instance
/routing/ospf-v3/interface area:ospf3-area interface:iface
/routing/ospf-v3/nbma-neighbor interface:iface
/routing/ospf-v3/virtual-link transit-area:ospf3-area
/routing/ospf/nbma-neighbor instance:ospf-instance
/routing/ospf/sham-link area:ospf-area
/routing/ospf/static-neighbor area:ospf-area
/routing/ospf/virtual-link transit-area:ospf-area
/routing/pim/bsr-candidates interface:iface
/routing/pim/interface interface:iface
/routing/pim/rp-candidates interface:iface
/routing/prefix-lists jump-target:prefix-list
/routing/pimsm/bsr/candidate instance:pimsm-instance
/routing/pimsm/bsr/rp-candidate instance:pimsm-instance
/routing/pimsm/igmp-interface-template instance:pimsm-instance
/routing/pimsm/interface-template instance:pimsm-instance
/routing/pimsm/static-rp instance:pimsm-instance
/routing/rip routing-table:routing-table
/routing/rip/instance out-filter-select:filter-select
/routing/rip/interface in-prefix-list:prefix-list interface:iface key-chain:rip-key-chain out-prefix-list:prefix-list
/routing/rip/interface-template key-chain:rip-key-chain
/routing/rip/static-neighbor instance:rip-instance
/routing/rule vrf:vrf
/routing/settings connected-in-chain:filter-chain dynamic-in-chain:filter-chain
/system/ptp/port interface:iface
/system/routerboard/mode-button on-event:script
/system/routerboard/reset-button on-event:script
/system/routerboard/wps-button on-event:script
/tool/graphing/queue simple-queue:queue-simple
/tool/mac-server interface:iface
/tool/mac-server/mac-winbox interface:iface
/tool/netwatch certificate:certificate test-script:script
/tool/traffic-monitor on-event:script
/tool/user-manager/customer parent:um6-customer
/tool/user-manager/profile owner:um6-customer
/tool/user-manager/profile/limitation owner:um6-customer
/tool/user-manager/profile/profile-limitation limitation:um6-limit profile:um6-profile
/tool/user-manager/router customer:um6-customer
/tool/user-manager/user customer:um6-customer
/tr069-client client-certificate:certificate
/user-manager radsec-certificate:certificate
/user-manager/payment profile:um-profile user:um-user
/user-manager/user group:um-group
/user/ssh-keys user:user?
/user/ssh-keys/private user:user?
/zerotier/controller instance:zt-inst
/zerotier/peer/hint instance:zt-inst
`;
