import type { Services } from '../services.ts';

export async function clearFilter({ view }: Services): Promise<void> {
  view.setFilter('');
}
