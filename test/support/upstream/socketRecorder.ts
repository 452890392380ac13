import dns from 'node:dns';
import net from 'node:net';
import { isLoopbackName } from '../../../broker/addresses/loopback.ts';

/** What this process tried to reach since `start`. Nothing leaves the machine. */
export class SocketRecorder {
  /** Hosts with ports, in order; those of names that were only looked up have none. */
  readonly targets: string[] = [];
  #restore: () => void = () => undefined;

  start(): void {
    const { targets } = this;
    const { lookup } = dns;
    const sockets = net.Socket.prototype as { connect: (this: net.Socket, ...args: never[]) => net.Socket };
    const { connect } = sockets;
    const record = (target: string) => targets.push(target);
    sockets.connect = function recorded(this: net.Socket, ...args: readonly unknown[]) {
      // Node.js itself calls it with one list of its arguments.
      const [first, host] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[];
      const options =
        typeof first === 'object' && first !== null
          ? (first as { readonly host?: string; readonly port?: number; readonly path?: string })
          : { port: Number(first), host: typeof host === 'string' ? host : 'localhost' };
      const name = options.host ?? 'localhost';
      record(options.path === undefined || options.path === null ? `${name}:${options.port}` : options.path);
      if (isLoopbackName(name)) return Reflect.apply(connect, this, args as never[]);
      const refusal = Object.assign(new Error(`${name} is not reached by tests`), { code: 'ENETUNREACH' });
      process.nextTick(() => this.destroy(refusal));
      return this;
    };
    dns.lookup = ((name: string, ...rest: unknown[]) => {
      if (!isLoopbackName(name)) record(name);
      return Reflect.apply(lookup, dns, [name, ...rest]) as unknown;
    }) as typeof lookup;
    this.#restore = () => {
      sockets.connect = connect;
      dns.lookup = lookup;
    };
  }

  /** @returns each target once, sorted */
  stop(): readonly string[] {
    this.#restore();
    return [...new Set(this.targets.splice(0))].toSorted();
  }
}
