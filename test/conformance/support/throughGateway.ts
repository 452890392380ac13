// Imported first: the cases that follow call the broker through a gateway.
import { putGatewayBetween } from './broker.ts';

putGatewayBetween();
