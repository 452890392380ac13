import type { RemotePlace } from './connection.ts';

/** Of a connection to another endpoint: that which the user chose, or that of its protection level. */
export function nameColor({ level, color }: Pick<RemotePlace, 'level' | 'color'>): string {
  return color === undefined ? `queueside.connection.${level}` : `charts.${color}`;
}
