import { readIac } from '../../../broker/iac/readIac.ts';
import type { IacModel, IacStack } from '../../../broker/iac/model.ts';

export const STACK: IacStack = { region: 'eu-west-1', account: '123456789012' };

/** Reads the first of some files, which exist nowhere but here. */
export function readFiles(
  files: Readonly<Record<string, string>>,
  stack: IacStack = STACK,
): Promise<IacModel> {
  const [first = 'template.yaml'] = Object.keys(files);
  return readIac(first, { readText: (file) => Promise.resolve(files[file]) }, stack);
}

export function readTemplate(text: string, stack?: IacStack): Promise<IacModel> {
  return readFiles({ 'template.yaml': text }, stack);
}
