function ConvertTo-MfaRunRow {
    # What came from the pipeline, or as -User, as lines of JSON: one for each person. What is wrong with a row is for the
    # library to say, which knows more names of columns than the module.
    #
    # It is called for every row: hence no attributes, and few calls.
    param(
        # The value of -User.
        [string[]] $Bound,

        # The object from the pipeline.
        [object] $InputObject,

        [bool] $FromPipeline
    )
    $row = $null
    if ($FromPipeline -and $null -ne $InputObject -and $InputObject -isnot [string] -and $InputObject -isnot [guid]) {
        $properties = $InputObject.PSObject.Properties
        # Otherwise -User { script block }: the caller said which text of the row it is.
        $isTold = $true
        if ($null -ne $Bound -and $Bound.Length -gt 0) {
            $isTold = $Bound[0] -eq '' -or $Bound[0] -eq "$InputObject"
            foreach ($name in 'UserPrincipalName', 'UPN', 'Mail', 'User', 'Id', 'ObjectId', 'UserId') {
                if ($isTold) { break }
                $property = $properties[$name]
                if ($null -ne $property) { $isTold = $Bound[0] -eq [string] $property.Value }
            }
        }
        if ($isTold) {
            $row = [ordered] @{}
            $columns = Get-MfaIdentityColumn $InputObject
            foreach ($name in $columns.Keys) {
                $key = $name
                if ($name -eq 'ours') { $key = 'user' }
                $row[$key] = $columns[$name]
            }
            if ($columns.Count -eq 0) {
                # Perhaps columns of another language.
                foreach ($property in $properties) {
                    if ($property.Value -is [string] -or $property.Value -is [guid]) { $row[$property.Name] = ([string] $property.Value).Trim() }
                }
            }
            # What the module's own objects say is not meant for a run.
            if (-not $columns.Contains('ours')) {
                foreach ($pair in @('Scope', 'scope'), @('Reason', 'reason'), @('Ticket', 'ticket'), @('LifetimeMinutes', 'lifetimeMinutes')) {
                    $property = $properties[$pair[0]]
                    if ($null -eq $property) { continue }
                    $text = "$($property.Value)".Trim()
                    if ($text) { $row[$pair[1]] = $text }
                }
            }
        }
    }
    if ($null -ne $row) { $rows = @(, $row) }
    else {
        if ($null -eq $Bound -or $Bound.Length -eq 0) { $Bound = @('') }
        $rows = @(foreach ($text in $Bound) { , [ordered] @{ user = ([string] $text).Trim() } })
    }
    foreach ($row in $rows) {
        # Plain texts need no more than quotation marks.
        $isPlain = $true
        $fields = foreach ($name in $row.Keys) {
            $text = [string] $row[$name]
            if ($name -cmatch '[^ !#-\[\]-~]' -or $text -cmatch '[^ !#-\[\]-~]') { $isPlain = $false }
            '"' + $name + '":"' + $text + '"'
        }
        if ($isPlain) { '{' + ($fields -join ',') + '}' }
        else { ConvertTo-MfaJson $row }
    }
}
