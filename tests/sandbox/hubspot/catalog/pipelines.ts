/** Deal and ticket pipelines: HubSpot's default ones and a custom one, whose stage ids are numeric strings. */
import type { ObjectTypeId, Pipeline, PipelineStage } from '../types.ts';

const dealStage = (id: string, label: string, displayOrder: number, probability: string): PipelineStage => ({
  id,
  label,
  displayOrder,
  metadata: { isClosed: String(probability === '1.0' || probability === '0.0'), probability },
});

const ticketStage = (id: string, label: string, displayOrder: number, closed = false): PipelineStage => ({
  id,
  label,
  displayOrder,
  metadata: { isClosed: String(closed), ticketState: closed ? 'CLOSED' : 'OPEN' },
});

export const PARTNER_PIPELINE = '1045678900';

export function defaultPipelines(): Map<ObjectTypeId, Pipeline[]> {
  return new Map<ObjectTypeId, Pipeline[]>([
    [
      '0-3',
      [
        {
          id: 'default',
          label: 'Sales Pipeline',
          displayOrder: 0,
          stages: [
            dealStage('appointmentscheduled', 'Appointment Scheduled', 0, '0.2'),
            dealStage('qualifiedtobuy', 'Qualified To Buy', 1, '0.4'),
            dealStage('presentationscheduled', 'Presentation Scheduled', 2, '0.6'),
            dealStage('decisionmakerboughtin', 'Decision Maker Bought-In', 3, '0.8'),
            dealStage('contractsent', 'Contract Sent', 4, '0.9'),
            dealStage('closedwon', 'Closed Won', 5, '1.0'),
            dealStage('closedlost', 'Closed Lost', 6, '0.0'),
          ],
        },
        {
          id: PARTNER_PIPELINE,
          label: 'Partner Pipeline',
          displayOrder: 1,
          stages: [
            dealStage('1045678901', 'Registered', 0, '0.2'),
            dealStage('1045678902', 'Joint Plan', 1, '0.5'),
            dealStage('1045678903', 'Signed', 2, '1.0'),
            dealStage('1045678904', 'Withdrawn', 3, '0.0'),
          ],
        },
      ],
    ],
    [
      '0-5',
      [
        {
          id: '0',
          label: 'Support Pipeline',
          displayOrder: 0,
          stages: [
            ticketStage('1', 'New', 0),
            ticketStage('2', 'Waiting on contact', 1),
            ticketStage('3', 'Waiting on us', 2),
            ticketStage('4', 'Closed', 3, true),
          ],
        },
      ],
    ],
  ]);
}
