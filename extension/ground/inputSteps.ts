import { type Disposable, type QuickInput, QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** The user went back to the step before. */
export const BACK = Symbol('back');

/** The answer of a step; undefined if the user cancels. */
export type StepAnswer<T> = T | typeof BACK | undefined;

/** What all steps of one input have in common, and where this one is among them. */
export interface InputStep {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/** A step that is a list to pick from. @param picked the item that is chosen at first */
export function pickInStep<Item extends QuickPickItem>(
  step: InputStep & { readonly placeholder: string },
  items: readonly Item[],
  picked?: Item,
): Promise<StepAnswer<Item>> {
  const input = window.createQuickPick<Item>();
  input.placeholder = step.placeholder;
  input.items = items;
  if (picked !== undefined) input.activeItems = [picked];
  return ask<Item>(input, step, (answer) =>
    input.onDidAccept(() => {
      const [item] = input.selectedItems;
      if (item !== undefined) answer(item);
    }),
  );
}

/** A step that is a line of text. @param findProblem what is wrong with it, while it is typed; undefined: nothing */
export function typeInStep(
  step: InputStep & { readonly prompt: string; readonly placeholder: string; readonly value: string },
  findProblem: (text: string) => string | undefined,
): Promise<StepAnswer<string>> {
  const input = window.createInputBox();
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.value = step.value;
  const typed = input.onDidChangeValue((text) => {
    input.validationMessage = findProblem(text);
  });
  return ask<string>(input, step, (answer) =>
    input.onDidAccept(() => {
      input.validationMessage = findProblem(input.value);
      if (input.validationMessage === undefined) answer(input.value);
    }),
  ).finally(() => typed.dispose());
}

async function ask<T>(
  input: QuickInput & {
    buttons: readonly unknown[];
    onDidTriggerButton: (listener: (button: unknown) => void) => Disposable;
  },
  { title, step, totalSteps }: InputStep,
  listen: (answer: (value: T) => void) => Disposable,
): Promise<StepAnswer<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // Else the page of the walkthrough, which takes the focus back, would close it.
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  const disposables: Disposable[] = [input];
  try {
    return await new Promise<StepAnswer<T>>((resolve) => {
      disposables.push(
        listen(resolve),
        input.onDidHide(() => resolve(undefined)),
        input.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) resolve(BACK);
        }),
      );
      input.show();
    });
  } finally {
    for (const disposable of disposables) disposable.dispose();
  }
}
