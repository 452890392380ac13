// Draws clips/sunrise.mp4, in which the sun rises over the sea for 4 seconds.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadCodec, PROGRAM_PATH } from './codec.js';

type Colour = readonly [red: number, green: number, blue: number];

const WIDTH = 320;
const HEIGHT = 180;
const FRAMES_PER_SECOND = 12;
const FRAME_COUNT = 4 * FRAMES_PER_SECOND;
const HORIZON = 112;
const SUN_RADIUS = 26;

const pixels = new Uint8Array(FRAME_COUNT * WIDTH * HEIGHT * 3);
let offset = 0;
for (let frame = 0; frame < FRAME_COUNT; frame += 1) {
  // From 0, before the sunrise, to 1.
  const progress = frame / (FRAME_COUNT - 1);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      pixels.set(paint(x, y, progress), offset);
      offset += 3;
    }
  }
}

const codec = await loadCodec(await WebAssembly.compile(readFileSync(PROGRAM_PATH)));
codec.FS.writeFile('pixels', pixels);
const input = [
  '-f',
  'rawvideo',
  '-pix_fmt',
  'rgb24',
  '-s',
  `${WIDTH}x${HEIGHT}`,
  '-r',
  `${FRAMES_PER_SECOND}`,
];
const output = ['-c:v', 'libx264', '-crf', '32', '-preset', 'veryslow', '-pix_fmt', 'yuv420p', 'clip.mp4'];
codec.exec(...input, '-i', 'pixels', ...output);
writeFileSync('clips/sunrise.mp4', codec.FS.readFile('clip.mp4'));

function paint(x: number, y: number, progress: number): Colour {
  const sunY = HORIZON + 34 - 90 * progress;
  const day = mix([24, 22, 64], [250, 214, 160], progress);
  const sky = mix(mix([10, 12, 40], [86, 150, 214], progress), day, y / HORIZON);
  const sun: Colour = [255, 240, 190];
  if (y <= HORIZON) return mix(sky, sun, soften(SUN_RADIUS - Math.hypot(x - WIDTH / 2, y - sunY)));

  // The sea, with the sun's light on its waves.
  const depth = (y - HORIZON) / (HEIGHT - HORIZON);
  const wave = Math.sin(y * y * 0.02 + x * 0.06 + progress * 24);
  const light = soften((14 + 50 * depth) * progress - Math.abs(x - WIDTH / 2 + 10 * wave)) * progress;
  const sea = mix(mix(day, [16, 40, 76], 0.45), [10, 26, 58], depth);
  return mix(sea, sun, light * (0.45 + 0.3 * wave));
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const at = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2)];
}

/** Turns the distance into a shape's inside into a cover of 0 to 1, so that edges are soft. */
function soften(depth: number): number {
  return Math.min(1, Math.max(0, depth / 2 + 0.5));
}
