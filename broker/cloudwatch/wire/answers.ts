import { type ErrorRow, FRAMEWORK_ERRORS } from '../../calls/frameworkErrors.ts';
import type { ServiceRequest } from '../../calls/serviceRequest.ts';
import type { Failure } from '../../engine/base/result.ts';
import type { Refusal } from '../refusal.ts';
import { encodeCbor } from './cbor.ts';
import { ERRORS } from './errors.ts';
import { toJson } from '../../calls/shapes/encodeJson.ts';
import { encodeXmlAnswer, encodeXmlError } from './encodeXml.ts';
import type { Call } from './protocol.ts';
import {
  type Members,
  optional,
  required,
  structure,
  type StructureShape,
  text,
} from '../../calls/shapes/shape.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const CBOR_TYPE = 'application/cbor';
const XML_TYPE = 'text/xml';
const CBOR_HEADER = ['smithy-protocol', 'rpc-v2-cbor'] as const;
const NOTHING = structure({});
const ERROR = structure({ __type: required(text()), message: optional(text()) });

/** @param output undefined for operations without a result */
export function answerSuccess(
  request: ServiceRequest,
  { protocol, operation }: Call,
  shape: StructureShape<Members> | undefined,
  output: object | undefined,
): void {
  switch (protocol) {
    case 'json':
      request.answer(200, JSON_TYPE, shape === undefined ? '' : JSON.stringify(toJson(shape, output ?? {})));
      return;
    case 'cbor':
      request.answer(200, CBOR_TYPE, encodeCbor(shape ?? NOTHING, output ?? {}), CBOR_HEADER);
      return;
    case 'query':
      request.answer(200, XML_TYPE, encodeXmlAnswer(operation, request.requestId, shape, output));
  }
}

/** Answers an error of an operation. */
export function answerRefusal(request: ServiceRequest, call: Call, { code, message }: Refusal): void {
  const row = ERRORS[code];
  // Protocols with shapes have one status for all that the caller did wrong (docs/cloudwatch.md).
  const status = call.wantsQueryErrors || row.status >= 500 ? row.status : 400;
  answerError(request, call, row, status, message);
}

/** Answers an error that all services have. */
export function answerFailure(request: ServiceRequest, call: Call, { code, message }: Failure): void {
  const row: ErrorRow =
    code in FRAMEWORK_ERRORS
      ? FRAMEWORK_ERRORS[code as keyof typeof FRAMEWORK_ERRORS]
      : FRAMEWORK_ERRORS.AccessDenied;
  answerError(request, call, row, row.status, message);
}

function answerError(
  request: ServiceRequest,
  { protocol, wantsQueryErrors }: Call,
  { jsonType, queryCode, fault }: ErrorRow,
  status: number,
  message: string | undefined,
): void {
  const extra = wantsQueryErrors ? ['x-amzn-query-error', `${queryCode};${fault}`] : [];
  const error = { __type: jsonType, message };
  switch (protocol) {
    case 'json':
      request.answer(status, JSON_TYPE, JSON.stringify(error), extra);
      return;
    case 'cbor':
      request.answer(status, CBOR_TYPE, encodeCbor(ERROR, error), [...CBOR_HEADER, ...extra]);
      return;
    case 'query':
      request.answer(
        status,
        XML_TYPE,
        encodeXmlError(request.requestId, { type: fault, code: queryCode, message }),
      );
  }
}
