-- The rights stay as they are: the trigger refuses what they would allow.
SELECT 1;
