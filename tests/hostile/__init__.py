"""Files that were made to do harm, and machines that fail, against the real way in."""
