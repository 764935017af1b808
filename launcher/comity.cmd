@"%~dp0comity-python.exe" %*
