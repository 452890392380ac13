import { HorizontalAlign, Jimp, loadFont, VerticalAlign } from 'jimp';
import { SANS_16_WHITE, SANS_32_WHITE } from 'jimp/fonts';

const HALF_BLACK = 0x00000080;

/**
 * Writes a text on a dark band along the lower edge of a picture. The same picture and text always give the same bytes,
 * so a task that is done twice does no harm.
 *
 * @param {Buffer} picture a PNG, JPEG, GIF, BMP or TIFF file
 * @param {string} text
 * @returns {Promise<Buffer>} a file of the same type and size in pixels
 */
export async function addWatermark(picture, text) {
  const image = await Jimp.read(picture);
  const isSmall = image.width < 320;
  const font = await loadFont(isSmall ? SANS_16_WHITE : SANS_32_WHITE);

  const margin = isSmall ? 8 : 16;
  const height = Math.min(isSmall ? 28 : 56, image.height);
  const band = new Jimp({ width: image.width, height, color: HALF_BLACK });
  band.print({
    font,
    x: margin,
    y: 0,
    maxWidth: image.width - 2 * margin,
    maxHeight: height,
    text: { text, alignmentX: HorizontalAlign.RIGHT, alignmentY: VerticalAlign.MIDDLE },
  });

  image.composite(band, 0, image.height - height);
  return image.getBuffer(/** @type {'image/png'} */ (image.mime));
}
