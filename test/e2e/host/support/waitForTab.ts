import { window } from 'vscode';

/** Resolves with the label of the first editor tab that is accepted, now or after a change of the tabs. */
export function waitForTab(accepts: (label: string) => boolean): Promise<string> {
  const find = () =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .map(({ label }) => label)
      .find((label) => accepts(label));
  const there = find();
  if (there !== undefined) return Promise.resolve(there);
  return new Promise((resolve) => {
    const listener = window.tabGroups.onDidChangeTabs(() => {
      const found = find();
      if (found === undefined) return;
      listener.dispose();
      resolve(found);
    });
  });
}
