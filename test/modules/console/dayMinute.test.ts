import { expect, it } from 'vitest';
import { minuteText, minuteTyped } from '../../../console-app/screens/settings/dayMinute.ts';

it('shows the end of a day as 24:00 and what is later by its clock, and reads back what it shows', () => {
  expect([0, 450, 1_440, 1_860, 2_880].map(minuteText)).toEqual(['00:00', '07:30', '24:00', '07:00', '24:00']);
  expect(['7:00', '0730', ' 24:00 ', '00:00'].map(minuteTyped)).toEqual([420, 450, 1_440, 0]);
  expect(['24:01', '07:60', 'dawn', '', '7'].map(minuteTyped)).toEqual(Array(5).fill(undefined));
});
