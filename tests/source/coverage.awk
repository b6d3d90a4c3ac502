# From what gcov prints: share of lines, lines, file for each file of src/, and all of them together.
/^File / { file = $2; gsub(/'/, "", file) }
/^Lines executed:/ && file ~ /^src\/.*\.c$/ && !(file in seen) {
    seen[file] = 1
    share = $0; sub(/^Lines executed:/, "", share); sub(/%.*/, "", share)
    reached += share / 100 * $NF; all += $NF
    printf "%6.2f%% %6d %s\n", share, $NF, file
}
END { if (all) printf "%6.2f%% %6d all\n", 100 * reached / all, all }
