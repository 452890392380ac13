import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** FFmpeg's own look at a file; its files are in memory. */
export interface Probe {
  readonly FS: {
    writeFile(name: string, bytes: Uint8Array): void;
    readFile(name: string, options: { readonly encoding: 'utf8' }): string;
  };
  ffprobe(...words: string[]): number;
  reset(): void;
}

/** @param requireFromSample resolves the packages of the video sample */
export async function loadProbe(requireFromSample: NodeJS.Require): Promise<Probe> {
  const create = requireFromSample('@ffmpeg/core') as (options: object) => Promise<Probe>;
  const before = Object.getOwnPropertyDescriptor(globalThis, 'self');
  // The codec is made for workers of browsers, and looks at this when it is created.
  Object.defineProperty(globalThis, 'self', { value: { location: { href: '' } }, configurable: true });
  try {
    return await create({ wasmBinary: readFileSync(requireFromSample.resolve('@ffmpeg/core/wasm')) });
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'self');
    else Object.defineProperty(globalThis, 'self', before);
  }
}

/**
 * Decodes a picture or a film.
 *
 * @returns its number of frames, width and height
 */
export function countVideo(probe: Probe, bytes: Uint8Array): readonly number[] {
  probe.FS.writeFile('in', bytes);
  probe.reset();
  const show = ['-show_entries', 'stream=nb_read_frames,width,height', '-of', 'json'];
  probe.ffprobe('-v', 'error', '-count_frames', ...show, '-o', 'out.json', 'in');
  const { streams } = JSON.parse(probe.FS.readFile('out.json', { encoding: 'utf8' })) as {
    streams: { nb_read_frames: string; width: number; height: number }[];
  };
  const [stream] = streams;
  assert.ok(stream && streams.length === 1);
  return [Number(stream.nb_read_frames), stream.width, stream.height];
}
