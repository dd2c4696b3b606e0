import { watchControlCases } from './cases/watch-control.ts';
import { watchDeliveryCases } from './cases/watch-delivery.ts';
import { conform } from './conform.ts';

conform('watch', [...watchControlCases, ...watchDeliveryCases]);
