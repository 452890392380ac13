/** Relative luminance, 0 to 1, of a colour whose parts are 0 to 255, as WCAG 2 defines it. */
export function luminanceOf(red: number, green: number, blue: number): number {
  const [linearRed = 0, linearGreen = 0, linearBlue = 0] = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linearRed + 0.7152 * linearGreen + 0.0722 * linearBlue;
}

/** How well two luminances can be told apart: 1 to 21. */
export function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** The colour of text that is read best on a ground of this luminance; at least 4.5:1 on any. */
export function chooseInk(ground: number): '#000000' | '#ffffff' {
  return contrastOf(ground, 0) >= contrastOf(ground, 1) ? '#000000' : '#ffffff';
}
