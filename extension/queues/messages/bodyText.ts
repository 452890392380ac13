import { setImmediate } from 'node:timers/promises';
import type { BodyCheck } from '../../../webview/protocol.ts';
import { JsonLayout, type LaidOut } from '../../../broker/protocol/jsonLayout.ts';

/** Lays a JSON text out; others get their turn between its steps. */
export async function layOutJson(text: string): Promise<LaidOut> {
  const layout = new JsonLayout(text);
  for (;;) {
    layout.step();
    if (layout.outcome !== undefined) return layout.outcome;
    await setImmediate();
  }
}

/** Says whether a text is JSON, and where not; others get their turn meanwhile. */
export async function checkJson(text: string): Promise<BodyCheck> {
  const laidOut = await layOutJson(text);
  switch (laidOut.kind) {
    case 'done':
      return { kind: 'json' };
    case 'notJson':
      return laidOut;
    case 'tooLong':
      return { kind: 'unclear' };
  }
}

/**
 * Lays a JSON body out for reading. Works on the text, so that large numbers, repeated keys and escapes stay as sent.
 * @returns the body unchanged when it is not JSON, or nested so deeply that white space would be most of it
 */
export async function formatBody(body: string): Promise<string> {
  const laidOut = await layOutJson(body);
  return laidOut.kind === 'done' ? laidOut.text : body;
}
