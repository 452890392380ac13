/** What a panel answers comes with a later turn; nothing of it waits for a timer. */
export async function waitFor<T>(find: () => T | undefined): Promise<T> {
  for (let turn = 0; turn < 50; turn += 1) {
    const found = find();
    if (found !== undefined) return found;
    await Promise.resolve();
  }
  throw new Error('It did not come.');
}
