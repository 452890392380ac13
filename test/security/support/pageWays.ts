import { ELEMENT_WAYS } from './elementWays.ts';
import type { PageWay } from './pageWay.ts';
import { SCRIPT_WAYS } from './scriptWays.ts';

/** Every way in which a page can have a browser send something, as far as Chromium has it. */
export const PAGE_WAYS: readonly PageWay[] = [...ELEMENT_WAYS, ...SCRIPT_WAYS];
