// A thread that cuts one clip: see cutClip.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { loadCodec } from './codec.js';
import type { Pictures } from './cutClip.js';

// The first minute, and what is made of it. cut_clip.py uses the same filters; a GIF needs its own palette here.
const INPUT = ['-t', '60', '-i', 'clip'];
const OUTPUTS = [
  ['-vf', 'fps=2,scale=160:-2', 'frame-%03d.jpg'],
  ['-vf', 'thumbnail,scale=320:-2', '-frames:v', '1', 'poster.jpg'],
  ['-vf', 'fps=5,scale=160:-2,split[a][b];[a]palettegen[p];[b][p]paletteuse', 'preview.gif'],
];

const { program, clip } = workerData as { program: WebAssembly.Module; clip: Uint8Array };
const codec = await loadCodec(program);
parentPort?.postMessage(cut());

function cut(): Pictures {
  let lastLine = '';
  codec.setLogger(({ message }) => {
    if (!message.startsWith('Aborted')) lastLine = message;
  });
  codec.FS.writeFile('clip', clip);
  if (codec.exec(...INPUT, ...OUTPUTS.flat()) !== 0) throw new Error(`not a video: ${lastLine}`);
  const names = codec.FS.readdir('/').filter((name) => /\.(?:jpg|gif)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, codec.FS.readFile(name)]));
}
