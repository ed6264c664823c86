"""icsgen: from one job interview to the whole follow-up ladder, in any calendar."""
