import type { NeighbourService, ServiceRequest } from '../calls/serviceRequest.ts';
import { claimsCloudWatch, SIGNING_NAME } from '../cloudwatch/claims.ts';
import type { CloudWatchPorts, serveCloudWatch } from '../cloudwatch/front.ts';

/** The CloudWatch front, which is loaded with its first call: most brokers never get one. */
export function createCloudWatch(ports: CloudWatchPorts): NeighbourService {
  let serve: typeof serveCloudWatch | undefined;
  const load = async (request: ServiceRequest): Promise<void> => {
    try {
      ({ serveCloudWatch: serve } = await import('../cloudwatch/front.ts'));
      serve(ports, request);
    } catch (error) {
      ports.onDefect(error);
      request.answer(500, 'text/plain', 'The CloudWatch front could not be loaded.');
    }
  };
  return {
    signingName: SIGNING_NAME,
    claims: claimsCloudWatch,
    serve: (request) => {
      if (serve === undefined) void load(request);
      else serve(ports, request);
    },
  };
}
