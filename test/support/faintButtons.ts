import type { Page } from 'playwright-core';

/** The least contrast of text with what it lies on (WCAG 1.4.3). */
export const MINIMUM_CONTRAST = 4.5;

/** Buttons whose text cannot be read at rest, under the mouse or with the focus, one line for each. */
export async function findFaintButtons(page: Page): Promise<string[]> {
  const faint: string[] = [];
  for (const button of await page.locator('vscode-button:not([disabled]):visible').all()) {
    const note = async (state: string): Promise<void> => {
      const { name, contrast } = await button.evaluate(measureContrast);
      if (contrast < MINIMUM_CONTRAST) faint.push(`${name} ${state}: ${contrast.toFixed(1)}`);
    };
    await button.evaluate((element) => (element as HTMLElement).blur());
    await button.hover();
    await note('under the mouse');
    await page.mouse.move(0, 0);
    await note('at rest');
    await button.focus();
    await note('with the focus');
  }
  return faint;
}

/** Of the text of an element, or of a button's face, with all that lies below it: 1 to 21. Runs in the page. */
export function measureContrast(button: Element): { readonly name: string; readonly contrast: number } {
  type Rgb = readonly [number, number, number];

  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('The browser has no canvas.');
  const layers: Element[] = [];
  const face = button.shadowRoot?.querySelector('.base') ?? button;
  for (let at: Element | null = face; at !== null; at = at.parentElement ?? hostOf(at)) layers.unshift(at);
  for (const layer of layers) paint(getComputedStyle(layer).backgroundColor);
  const below = read();
  paint(getComputedStyle(face).color);
  const [lighter, darker] = [luminance(below), luminance(read())].toSorted((one, other) => other - one);
  const contrast = ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
  return { name: button.textContent.trim(), contrast };

  function hostOf(element: Element): Element | null {
    const root = element.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  }

  /** One colour over those before it. */
  function paint(color: string): void {
    if (canvas === null) return;
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
  }

  function read(): Rgb {
    const [red = 0, green = 0, blue = 0] = canvas?.getImageData(0, 0, 1, 1).data ?? [];
    return [red, green, blue];
  }

  function luminance(color: Rgb): number {
    const [red = 0, green = 0, blue = 0] = color.map((part) => {
      const share = part / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}
