"""Which of the ten measurements are used, and where the body-mass index is counted from."""

AGE, BMI = 0, 2  # columns of the data
USUAL_BMI = 25  # subtracted, so that b is the score at a usual body-mass index
