// Draws the sample's pictures into the bucket. A picture is a stack of layers; a layer tells for a point (0-1 from the
// left, 0-1 from the top) its colour and how much of the point it covers (0-1).
import { Jimp } from 'jimp';
import { writeObject } from './bucket.js';

/** @typedef {[red: number, green: number, blue: number]} Colour */
/** @typedef {(x: number, y: number) => { colour: Colour, cover: number }} Layer */

const WIDTH = 480;
const HEIGHT = 320;

/** @type {Record<string, Layer[]>} */
const pictures = {
  sunset: [
    gradient([52, 45, 112], [255, 150, 92]),
    disc(0.66, 0.56, 0.13, [255, 232, 178]),
    ridge(0.66, 0.06, 1.3, [146, 72, 104]),
    ridge(0.78, 0.04, 2.6, [84, 40, 82]),
    ridge(0.9, 0.02, 4.1, [38, 22, 52]),
  ],
  mountains: [
    gradient([120, 178, 226], [232, 242, 250]),
    disc(0.22, 0.2, 0.07, [255, 250, 226]),
    peak(0.3, 0.26, 0.9, [120, 138, 164]),
    peak(0.68, 0.16, 0.8, [88, 106, 136]),
    ridge(0.8, 0.04, 1.7, [62, 104, 84]),
    ridge(0.92, 0.03, 3.2, [34, 70, 56]),
  ],
  night: [
    gradient([8, 12, 38], [44, 62, 112]),
    ...stars(60),
    disc(0.76, 0.26, 0.1, [244, 240, 216]),
    disc(0.8, 0.22, 0.09, [16, 22, 54]),
    ridge(0.8, 0.05, 1.9, [18, 28, 44]),
    ridge(0.92, 0.03, 3.4, [8, 14, 24]),
  ],
  sea: [
    gradient([255, 214, 168], [255, 246, 226]),
    disc(0.34, 0.44, 0.1, [250, 128, 92]),
    ridge(0.5, 0.004, 5, [40, 126, 152]),
    ridge(0.66, 0.012, 4, [28, 100, 130]),
    peak(0.72, 0.3, 0.14, [250, 250, 246], 0.66),
    ridge(0.82, 0.016, 3, [18, 74, 104]),
  ],
};

for (const [name, layers] of Object.entries(pictures)) {
  const key = `uploads/${name}.png`;
  await writeObject(key, await paint(layers));
  console.log(`draw: ${key}`);
}

/** @param {Layer[]} layers */
function paint(layers) {
  const image = new Jimp({ width: WIDTH, height: HEIGHT, color: 0x000000ff });
  const { data } = image.bitmap;
  image.scan((x, y, offset) => {
    for (const layer of layers) {
      const { colour, cover } = layer(x / WIDTH, y / HEIGHT);
      if (cover === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        data[offset + channel] += Math.round((colour[channel] - data[offset + channel]) * cover);
      }
    }
  });
  return image.getBuffer('image/png');
}

/**
 * @param {Colour} top
 * @param {Colour} bottom
 * @returns {Layer}
 */
function gradient(top, bottom) {
  return (_x, y) => ({
    colour: /** @type {Colour} */ (top.map((from, i) => from + (bottom[i] - from) * y)),
    cover: 1,
  });
}

/**
 * @param {number} centreX
 * @param {number} centreY
 * @param {number} radius of the picture's height
 * @param {Colour} colour
 * @returns {Layer}
 */
function disc(centreX, centreY, radius, colour) {
  return (x, y) => {
    const distance = Math.hypot(((x - centreX) * WIDTH) / HEIGHT, y - centreY);
    return { colour, cover: soften(radius - distance) };
  };
}

/**
 * Everything below a wavy line.
 *
 * @param {number} level
 * @param {number} swing
 * @param {number} waves
 * @param {Colour} colour
 * @returns {Layer}
 */
function ridge(level, swing, waves, colour) {
  return (x, y) => {
    const line = level + swing * (Math.sin(x * waves * 6 + waves) + 0.4 * Math.sin(x * waves * 17));
    return { colour, cover: soften(y - line) };
  };
}

/**
 * A triangle that stands on `foot`.
 *
 * @param {number} tipX
 * @param {number} tipY
 * @param {number} width
 * @param {Colour} colour
 * @param {number} [foot]
 * @returns {Layer}
 */
function peak(tipX, tipY, width, colour, foot = 1) {
  const slope = (2 * (foot - tipY)) / width;
  return (x, y) => ({ colour, cover: y > foot ? 0 : soften(y - tipY - Math.abs(x - tipX) * slope) });
}

/**
 * @param {number} count
 * @returns {Layer[]}
 */
function stars(count) {
  const golden = 0.618_034;
  return Array.from({ length: count }, (_, i) =>
    disc((i * golden) % 1, ((i * i * golden) % 1) * 0.75, 0.003 + 0.002 * (i % 3), [255, 255, 240]),
  );
}

/**
 * Turns the distance into a shape's inside into a cover, so that edges are one pixel soft.
 *
 * @param {number} depth of the picture's height
 */
function soften(depth) {
  return Math.min(1, Math.max(0, depth * HEIGHT + 0.5));
}
