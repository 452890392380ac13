/**
 * Sets variables of this process.
 * @returns what puts back all that there were before, and removes the others
 */
export function changeEnvironment(changes: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  Object.assign(process.env, changes);
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
}
