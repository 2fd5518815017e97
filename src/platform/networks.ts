import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses and networks (CIDR), several with commas; the own machine is always among them. */
export const NETWORKS_FORM = 'expected networks as 10.0.0.0/8 or fd00::/8, several with commas';

const BITS = { 4: 32, 6: 128 };
const family = (version: number) => (version === 4 ? 'ipv4' : 'ipv6');

/** @throws Error at the first that is none */
export function networksOf(list: string): BlockList {
  const networks = new BlockList();
  for (const network of ['127.0.0.0/8', '::1', ...list.split(',')].map((part) => part.trim()).filter(Boolean)) {
    const [address = '', bits, more] = network.split('/');
    const version = isIP(address);
    const most = version === 4 || version === 6 ? BITS[version] : -1;
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (more !== undefined || prefix < 0 || prefix > most) throw new Error(NETWORKS_FORM);
    networks.addSubnet(address, prefix, family(version));
  }
  return networks;
}

export const areNetworks = (list: string): boolean => {
  try {
    return networksOf(list) instanceof BlockList;
  } catch {
    return false;
  }
};

/** Of an address as a socket or a proxy tells it: with a port, in brackets, IPv4 written in IPv6. What is none is in no network. */
export function isWithin(networks: BlockList, told: string): boolean {
  const bare = told
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '');
  const inIpv6 = /^::ffff:(.+)$/i.exec(bare)?.[1] ?? '';
  const address = isIPv4(inIpv6) ? inIpv6 : bare;
  const version = isIP(address);
  return version !== 0 && networks.check(address, family(version));
}
