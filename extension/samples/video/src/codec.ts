import { createRequire } from 'node:module';

/** The parts of FFmpeg's module that are used here. Its files are in memory. */
export interface Codec {
  readonly FS: {
    writeFile(name: string, bytes: Uint8Array): void;
    readFile(name: string): Uint8Array;
    readdir(folder: string): string[];
  };
  /** Takes the words of FFmpeg's command line, and returns its exit code. */
  exec(...words: string[]): number;
  setLogger(log: (line: { readonly message: string }) => void): void;
}

type CreateCodec = (options: {
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): object;
}) => Promise<Codec>;

const require = createRequire(import.meta.url);

/** Where FFmpeg's WebAssembly is. */
export const PROGRAM_PATH = require.resolve('@ffmpeg/core/wasm');

export function loadCodec(program: WebAssembly.Module): Promise<Codec> {
  // It is made for workers of browsers, and asks where its own file is.
  Object.assign(globalThis, { self: { location: { href: import.meta.url } } });
  const create = require('@ffmpeg/core') as CreateCodec;
  return create({
    instantiateWasm(imports, receive) {
      void WebAssembly.instantiate(program, imports).then(receive);
      return {};
    },
  });
}
