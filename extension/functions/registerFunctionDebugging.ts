import {
  debug,
  DebugAdapterInlineImplementation,
  type DebugConfigurationProvider,
  DebugConfigurationProviderTriggerKind,
  type Disposable,
} from 'vscode';
import { FUNCTION_DEBUG_TYPE } from '../ground/ids.ts';
import type { FunctionDesk } from './functionDesk.ts';

/** Registers launch configurations that debug a function: `"type": "queueside-function", "function": "resize"`. */
export function registerFunctionDebugging(loadFunctions: () => FunctionDesk): readonly Disposable[] {
  const provideDebugConfigurations = () => loadFunctions().listConfigurations();
  const provider: DebugConfigurationProvider = {
    provideDebugConfigurations,
    resolveDebugConfiguration: (_folder, configuration) =>
      loadFunctions().resolveConfiguration(configuration),
  };
  return [
    debug.registerDebugConfigurationProvider(FUNCTION_DEBUG_TYPE, provider),
    debug.registerDebugConfigurationProvider(
      FUNCTION_DEBUG_TYPE,
      { provideDebugConfigurations },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    debug.registerDebugAdapterDescriptorFactory(FUNCTION_DEBUG_TYPE, {
      createDebugAdapterDescriptor: (session) =>
        new DebugAdapterInlineImplementation(loadFunctions().createDebugAdapter(session)),
    }),
  ];
}
