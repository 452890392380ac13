import type { Page } from 'playwright-core';
import { contrastOf, luminanceOf } from '../../webview/shared/luminance.ts';

/** How well a sign stands off what is behind it. */
export interface SeenSign {
  readonly name: string;
  /** 1 to 21; WCAG 2 asks for 3. */
  readonly contrast: number;
}

/** Measures signs that are drawn as text, as icons or as coloured boxes. What is selected has colours of its own. */
export async function measureSigns(page: Page, selector: string): Promise<readonly SeenSign[]> {
  const signs = await page.evaluate((wanted) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    const over = (colors: readonly string[]): number[] => {
      context.clearRect(0, 0, 1, 1);
      for (const color of colors) {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    return [...document.querySelectorAll(wanted)]
      .filter((element) => element.checkVisibility() && element.closest('.active') === null)
      .map((element) => {
        const grounds: string[] = [];
        for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
          grounds.unshift(getComputedStyle(parent).backgroundColor);
        const { color, backgroundColor } = getComputedStyle(element);
        const ink = element.textContent === '' && !element.matches('.codicon, svg') ? backgroundColor : color;
        return { name: element.className, ink: over([...grounds, ink]), ground: over(grounds) };
      });
  }, selector);
  return signs.map(({ name, ink, ground }) => ({
    name,
    contrast: contrastOf(readLuminance(ink), readLuminance(ground)),
  }));
}

/** Measures all that is drawn in a column of pixels of a canvas, `x` from its left, against the page behind it. */
export async function measureColumn(page: Page, selector: string, x: number): Promise<readonly number[]> {
  const { ground, inks } = await page
    .locator(selector)
    .first()
    .evaluate((element, column) => {
      const canvas = element as HTMLCanvasElement;
      const behind = getComputedStyle(document.body).backgroundColor;
      const sheet = new OffscreenCanvas(1, canvas.height).getContext('2d', { willReadFrequently: true })!;
      sheet.fillStyle = behind;
      sheet.fillRect(0, 0, 1, canvas.height);
      const [red = 0, green = 0, blue = 0] = sheet.getImageData(0, 0, 1, 1).data;
      sheet.drawImage(canvas, column * devicePixelRatio, 0, 1, canvas.height, 0, 0, 1, canvas.height);
      const { data } = sheet.getImageData(0, 0, 1, canvas.height);
      const pixels = Array.from({ length: canvas.height }, (_, y) =>
        Array.from(data.subarray(4 * y, 4 * y + 3)),
      );
      return {
        ground: [red, green, blue],
        inks: pixels.filter(([r, g, b]) => r !== red || g !== green || b !== blue),
      };
    }, x);
  return inks.map((ink) => contrastOf(readLuminance(ink), readLuminance(ground)));
}

function readLuminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return luminanceOf(red, green, blue);
}
