import { Alert } from '@mantine/core';
import type { CardAction } from '../conversationLog';
import type { Part } from '../frames';
import { ChoicesCard } from './ChoicesCard';
import { DraftCard } from './DraftCard';
import { RunCard } from './RunCard';
import { ScheduleCard } from './ScheduleCard';

export type PartProps<P extends Part = Part> = {
  part: P;
  connected: boolean;
  action: CardAction | undefined;
  onAction: (value: string) => void;
};

const noticeColors = { info: 'iris', warning: 'orange', error: 'red' };

export function PartView({ part, ...rest }: PartProps) {
  switch (part.type) {
    case 'agentDraft':
      return <DraftCard part={part} {...rest} />;
    case 'choices':
      return <ChoicesCard part={part} {...rest} />;
    case 'schedule':
      return <ScheduleCard schedule={part.schedule} />;
    case 'run':
      return <RunCard part={part} />;
    case 'notice':
      return <Alert color={noticeColors[part.level]} p="sm">{part.text}</Alert>;
    case 'status':
    case 'tool':
      return null; // shown by the message itself, around its text
  }
}
