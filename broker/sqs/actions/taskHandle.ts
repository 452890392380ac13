import type { MoveTask } from '../../engine/state/moveTask.ts';

/** Those of the broker have about 200 characters. */
const MAXIMUM_LENGTH = 4096;

/** As the service writes it: base64 of a JSON object. */
export function formatTaskHandle(task: MoveTask): string {
  const handle = { taskId: task.id, sourceArn: task.source.arn };
  return Buffer.from(JSON.stringify(handle)).toString('base64');
}

/** What a handle names. */
export interface TaskClaim {
  readonly taskId: string;
  readonly sourceArn: string | undefined;
}

/** Undefined for text that is no handle. */
export function parseTaskHandle(handle: string): TaskClaim | undefined {
  if (handle.length > MAXIMUM_LENGTH) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { taskId, sourceArn } = parsed as { readonly taskId?: unknown; readonly sourceArn?: unknown };
    if (typeof taskId !== 'string') return undefined;
    return { taskId, sourceArn: typeof sourceArn === 'string' ? sourceArn : undefined };
  } catch {
    return undefined;
  }
}
