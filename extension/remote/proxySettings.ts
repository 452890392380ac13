import type { Order } from '../../broker/gateway/order.ts';

/**
 * Reads the proxy settings of VS Code for a gateway. The extension host uses them without our help; a separate process does not.
 * @param read a setting by its name behind `http.`
 */
export function chooseProxy(read: (name: string) => unknown): Pick<Order, 'proxy' | 'noProxy'> {
  if (read('proxySupport') === 'off') return { proxy: '' };
  const proxy = read('proxy');
  const noProxy = read('noProxy');
  const hosts = Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [];
  return {
    ...(typeof proxy === 'string' && proxy !== '' && { proxy }),
    ...(hosts.length > 0 && { noProxy: hosts }),
  };
}
