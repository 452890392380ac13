import { env } from 'vscode';
import type { Services } from '../services.ts';

export async function copyEndpoint({ session }: Services): Promise<void> {
  await env.clipboard.writeText((await session.start()).endpoint);
}
