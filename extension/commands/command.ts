import type { Services } from '../services.ts';

/** A command: what the user does; `target` and `selection` are what the tree passes, absent from the palette. */
export type Command = (services: Services, target?: unknown, selection?: unknown) => Promise<unknown>;
