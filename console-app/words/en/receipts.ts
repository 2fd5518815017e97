export const receipts = {
  'receipts.title': 'Received',
  'receipts.note': 'the latest first',
  'receipts.none': 'Nothing has been received yet',
  'receipts.undo': 'Take back',
  'receipts.undoTitle': 'Take this receipt back?',
  'receipts.undoHint':
    '{n} of {item} leave {lpn} and count as not received: they can be scanned again. Only what was said here changes; the goods stay where they stand.',
  'receipts.undoNot':
    'Once it is done, it cannot be undone: the units have to be received anew. What was put away, inspected or promised to orders, and a shipment whose counting is finished, are corrected under Stock instead.',
  'receipts.reason': 'Why',
  'receipts.done': 'The receipt is taken back',
  'undoable.undone': 'Taken back',
  'undoable.counted': 'Counting is finished: correct it under Stock',
  'undoable.moved': 'Put away, inspected or moved since: correct it under Stock',
  'undoable.allocated': 'Orders are to be picked from it: correct it under Stock',
} as const;
