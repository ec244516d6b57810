"""From mentions to one course a patient: linking, the time network, repeated statements."""
