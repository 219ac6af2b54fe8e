"""The pages of staff: review, library, check, evaluation."""
