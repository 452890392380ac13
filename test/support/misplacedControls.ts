import type { Page } from 'playwright-core';

/**
 * Fields of one row, side by side, that are not at one height, one line for each row; and labels that are neither above
 * the left edge of their field nor before it.
 */
export function findCrookedRows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const rows = new Map<string, Set<number>>();
    for (const control of document.querySelectorAll('.fields > .field:not(.wide) > .field-control')) {
      const { parentElement: field } = control;
      const { top, height } = control.getBoundingClientRect();
      if (field?.parentElement === null || field === null || height === 0) continue;
      const form = [...document.querySelectorAll('.fields')].indexOf(field.parentElement);
      const row = `${form} at ${Math.round(field.getBoundingClientRect().top)}`;
      rows.set(row, (rows.get(row) ?? new Set()).add(Math.round(top)));
    }
    const strayLabels = [...document.querySelectorAll('.field > .field-label')].flatMap((label) => {
      const control = label.parentElement?.querySelector(':scope > .field-control');
      const labelLeft = label.getBoundingClientRect().left;
      const fieldLeft = control?.getBoundingClientRect().left ?? labelLeft;
      return labelLeft <= fieldLeft + 1
        ? []
        : [`${label.textContent} is at ${labelLeft}, its field at ${fieldLeft}`];
    });
    const crooked = [...rows]
      .filter(([, tops]) => tops.size > 1)
      .map(([row, tops]) => `form ${row}: ${[...tops].join(', ')}`);
    return [...crooked, ...strayLabels];
  });
}

/** Narrower, what is typed into a field cannot be read. */
const NARROWEST_FIELD_PX = 56;

/**
 * Buttons and fields that the mouse does not reach, or that are too narrow to be read, one line for each: what ends beyond
 * the right edge of the page, unless it is in a part that scrolls sideways.
 */
export function findMisplacedControls(page: Page): Promise<string[]> {
  return page.evaluate((narrowestPx) => {
    const scrollsSideways = (element: Element): boolean => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(parent).overflowX)) return true;
      return false;
    };
    const controls = document.querySelectorAll<HTMLElement>(
      'button, input, vscode-button, vscode-textfield, vscode-single-select',
    );
    return [...controls]
      .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .flatMap((control) => {
        const { left, right, width } = control.getBoundingClientRect();
        const name =
          control.getAttribute('label') ?? control.getAttribute('aria-label') ?? control.textContent;
        const isField = control.matches('vscode-textfield, vscode-single-select');
        if ((right > innerWidth + 1 || left < -1) && !scrollsSideways(control))
          return [`${name?.trim()} ends at ${Math.round(right)} px of ${innerWidth}`];
        return isField && width < narrowestPx ? [`${name} is ${Math.round(width)} px wide`] : [];
      });
  }, NARROWEST_FIELD_PX);
}
