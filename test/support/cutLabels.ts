import type { Page } from 'playwright-core';

/** Rounding of widths. */
const TOLERANCE_PX = 1;

/**
 * Labels of fields, buttons and sections whose text is wider than their place, one line for each. What users and programs
 * write may be cut, with an ellipsis and a tooltip; our own labels may not.
 */
export function findCutLabels(page: Page): Promise<string[]> {
  return page.evaluate((tolerancePx) => {
    const labels = document.querySelectorAll<HTMLElement>(
      '.field-label, .link, .hint, .field-problem, .notice-text, .section-title, h3, dt, .empty-state p, .tab, .segments button',
    );
    return [...labels]
      .filter((label) => label.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter(
        (label) =>
          getComputedStyle(label).overflowX !== 'visible' &&
          label.scrollWidth > label.clientWidth + tolerancePx,
      )
      .map((label) => `${label.className} “${label.textContent?.trim()}”`);
  }, TOLERANCE_PX);
}
